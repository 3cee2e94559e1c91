"""Two people read the same sample without seeing each other's answers, nor the machine's: do they agree?"""
